"""How a question is read: its parts, what it leans on, and its words as the article has them."""
