"""What a form shows: its questions as they are asked, its answers in words."""
