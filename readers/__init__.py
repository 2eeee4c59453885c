"""What governors and trustees read: two pages, frozen when they are issued, and the meetings they are read in."""
