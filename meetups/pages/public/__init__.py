"""What anyone may read: home, the lunches, how a town hall hosts one."""
