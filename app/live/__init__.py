"""What is live: runs that train while someone watches. Sessions here, the processes that do the work, and their limits."""
