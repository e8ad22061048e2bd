"""Identity numbers: what their digits say, and adapters to the registries that know whether they exist."""
