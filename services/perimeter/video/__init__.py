"""Pictures in: streams opened, masked, watched over and thinned out."""
