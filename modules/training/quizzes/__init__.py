"""What was learnt: questions, tests with a time limit, and the materials of a course."""
