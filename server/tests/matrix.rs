//! Every page, every plain route and every server function, as everybody.
