"""What everybody may read: published orders and the figures over them."""
