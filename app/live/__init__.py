"""What is live: runs that train while someone watches: sessions, the processes that do the work, and their limits."""
