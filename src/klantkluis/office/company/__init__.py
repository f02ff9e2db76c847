"""Who we are: what stands on our paper."""
