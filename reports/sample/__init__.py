"""Made-up data of any size, for measuring: believable Arabic names, meetings and asks, straight into the tables."""
