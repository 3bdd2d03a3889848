"""What the program costs in time and memory, measured beside what it is compared with."""
