"""What simul's scripts share. Only `results` knows the keys of the JSON."""
