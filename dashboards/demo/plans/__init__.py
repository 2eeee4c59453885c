"""The demo trust's improvement plans of two years, its way through the stages, rings and teams. All invented."""
