"""Cases and their investigation: cards, interviews, contacts, letters, chains."""
