"""The pages, asked over HTTP in memory, on a home that the real stages filled."""
