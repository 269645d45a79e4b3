"""Ready letters for findings: a notice to the supervisor, a request to the agency to correct."""
