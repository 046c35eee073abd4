"""Windows of what a department chooses: readings of the clauses, targets, the working-day calendar."""
