"""Testing: programmes, rounds, sampling points, tubes, laboratories, results to every member."""
