"""Past one machine: extraction on a Ray cluster, in shards that are there or not."""
