"""Many invented cases with transcripts, and how fast the console is with them."""
