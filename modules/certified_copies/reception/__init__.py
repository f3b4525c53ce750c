"""Reception: kinds of papers, visits with their terms and slips, conditions, appointments."""
