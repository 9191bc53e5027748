"""What simul's scripts share. Only `results` knows the keys of a result file, and only `trace` those of a trace."""
