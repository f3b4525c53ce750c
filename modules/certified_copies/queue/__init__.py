"""Hàng chờ ký, hàng chờ đóng dấu: what must be looked at before it is signed, and the two queues."""
