"""The windows around the life of a case: gestures, the case as a picture, boards, the 保用期 ruler."""
