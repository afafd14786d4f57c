//! Markdown in, HTML out, the exact message beside the input.


