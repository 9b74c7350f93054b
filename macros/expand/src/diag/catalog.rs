//! Every message of the attribute, in one place for review. `tests/ui.rs` fails if a message has no case.

/// One refusal: what is wrong, and what to write instead.
#[derive(Debug)]
pub struct Message {
    /// The name of its case below `tests/ui/`.
    pub code: &'static str,
    /// One sentence: what is wrong.
    pub wrong: &'static str,
    /// One sentence: what to write instead.
    pub instead: &'static str,
}

impl Message {
    /// The text as shown, with each `{}` replaced by `about`.
    pub fn text(&self, about: &str) -> String {
        format!("{}\n{}", self.wrong, self.instead).replace("{}", about)
    }
}

macro_rules! catalog {
    ($($name:ident: $code:literal, $wrong:literal, $instead:literal;)*) => {
        $(
            #[doc = $wrong]
            pub static $name: Message = Message { code: $code, wrong: $wrong, instead: $instead };
        )*
        /// All messages.
        pub static ALL: &[&Message] = &[$(&$name),*];
    };
}

catalog! {
    // The attribute's options.
    UNKNOWN_OPTION: "unknown-option",
        "`#[visible_async]` has no option `{}`.",
        "Write `#[visible_async]`, or with options: `macros(name, path::name)` lists macros that await inside, `enum = Name` declares an enum of the states, `doc` draws them in the documentation, `report` compares the size to rustc's.";
    DUPLICATE_OPTION: "duplicate-option",
        "The option `{}` is given twice.",
        "Write it once; one `macros(..)` lists all names.";
    MALFORMED_OPTION: "malformed-option",
        "The option `macros` takes a list of macro paths.",
        "Write `macros(name, path::name)`, each without its `!`.";
    MALFORMED_ENUM: "malformed-enum",
        "The option `enum` takes the name of the enum that it declares.",
        "Write `enum = FetchState`.";
    ENUM_OF_MANY: "enum-of-many",
        "The option `enum` names the states of one function.",
        "Write `#[visible_async(enum = Name)]` on the async fn inside, under this attribute.";
    ENUM_IN_IMPL: "enum-in-impl",
        "No enum can be declared in an `impl` block, where this method stands.",
        "Put `#[visible_async]` on the `impl` block as well: the enum goes beside that.";
    ENUM_OF_NOTHING: "enum-of-nothing",
        "This function gets no machine of its own whose states could be named, as {}.",
        "Remove the option `enum`.";
    FLAG_WITH_A_VALUE: "flag-with-a-value",
        "The option `{}` takes no value.",
        "Write `#[visible_async({})]`.";
    // The item.
    NOT_A_FUNCTION: "not-a-function",
        "`#[visible_async]` can't rewrite {}.",
        "Put the attribute on an `async fn`, or on an `impl` block or inline `mod` with async fns inside.";
    TRAIT: "trait",
        "`#[visible_async]` can't rewrite a trait declaration, as its async fns say nothing about one machine.",
        "Keep the trait as it is and put the attribute on the `impl` blocks, or on methods in them.";
    NO_BODY: "no-body",
        "This async fn has no body that could be rewritten.",
        "Keep the declaration as it is and put the attribute on the methods of the trait's `impl` blocks.";
    NOTHING_INSIDE: "nothing-inside",
        "There is no async fn in this {}.",
        "Remove the attribute, or make one of the functions an `async fn`.";
    OUT_OF_LINE_MOD: "out-of-line-mod",
        "`#[visible_async]` can't see into a module that is in a file of its own.",
        "Put the attribute on the functions in that file, or write the module inline as `mod name { .. }`.";
    EXPRESSION: "expression",
        "`#[visible_async]` can't rewrite a closure, an async block or another statement.",
        "Move the code into an `async fn` that takes what it captures as arguments, and annotate that.";
    // `#[derive(Owns)]`.
    OWNS_LIFETIME: "owns-lifetime",
        "A type with a lifetime holds a borrow, so it does not own all that it reaches.",
        "Leave `Owns` out, or make the field own its value, as a `String` does.";
    OWNS_UNION: "owns-union",
        "Only a struct or an enum can be `Owns`: nobody knows what a union holds.",
        "Leave `Owns` out.";
    // The signature.
    NOT_ASYNC: "not-async",
        "This function is not an `async fn`, so it has no suspension points.",
        "Write `async fn`, or remove the attribute; if another attribute took the `async` away, put `#[visible_async]` above it.";
    CONST_FN: "const-fn",
        "A `const fn` can't be async.",
        "Remove `const`.";
    EXTERN_FN: "extern-fn",
        "An async fn with an explicit ABI returns a future, which no foreign caller can use.",
        "Remove `extern`, and call the async fn from an `extern` function that drives it.";
    VARIADIC: "variadic",
        "An async fn can't take C-variadic arguments.",
        "Take a slice or an iterator instead.";
}
