"""What both the API and live runs write and read: addresses, encoding, schemas, messages, cost."""
