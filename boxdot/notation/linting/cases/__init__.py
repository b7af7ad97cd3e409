"""Problems as they stand in a paper, and the doubts that speak against calling them proven."""
