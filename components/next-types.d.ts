// Next's ambient types (CSS modules among them), so that the type check needs no generated file.
/// <reference types="next" />
