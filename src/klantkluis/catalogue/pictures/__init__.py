"""Pictures of products: taken in, made safe and small, and kept in the sizes of the shop."""
