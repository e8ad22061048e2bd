"""Many rows at once, under the same constraints, triggers and grants as one by one: the app role writes them all."""
