"""What the Python tests share: a door to run_op, random cases for every op, and how far apart two arrays are."""
