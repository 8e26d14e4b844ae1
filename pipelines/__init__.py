"""How it runs: jobs, sensors, schedules, settings, the command line. The only place that knows the whole."""
