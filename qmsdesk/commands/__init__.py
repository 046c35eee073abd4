"""One small file per command of the command line: NAME, HELP, arguments(parser), run(options) -> exit code."""
