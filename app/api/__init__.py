"""The web's side: what a request may say, how an answer is encoded, one router per file. No mathematics here."""
