"""Windows of the periodic work: returns, reports, charts, surveys, the duty calendar."""
