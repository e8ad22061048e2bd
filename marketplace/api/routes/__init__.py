"""Operations, one file per room. Each calls a selector or a use case that a page calls too."""
