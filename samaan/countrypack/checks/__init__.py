"""What a pack must hold, one file a subject. Each check yields every fault it finds."""
