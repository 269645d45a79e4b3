"""When to look at whom, and why; and the long-lived process that does it (APScheduler)."""
