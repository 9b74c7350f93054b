//! Whole functions: arguments, result, body.
use crate::generator::Gen;
use crate::rng::Rng;
use crate::scope::{Scope, Ty};
use quote::ToTokens;

/// One generated function and how to call it.
#[derive(Clone)]
pub struct Function {
    pub name: String,
    /// From `pub async fn` to the closing brace, or an `impl` block with this one method.
    pub source: String,
    /// What is put to the test instead of the same under the attribute: only for testing the test.
    pub altered: Option<String>,
    /// The arguments of the call that tests it.
    pub args: String,
}

impl Function {
    /// What it is called by.
    pub fn path(&self) -> String {
        if self.is_method() { format!("Host::{}", self.name) } else { self.name.clone() }
    }

    /// What stands before it in its file.
    pub fn before(&self) -> String {
        let of_trait = self.source.starts_with("impl Work").then(|| declaration(&self.source));
        let host = self.is_method().then_some(HOST);
        [host.map(str::to_owned), of_trait].into_iter().flatten().collect()
    }

    fn is_method(&self) -> bool {
        self.source.starts_with("impl")
    }
}

/// The type that a method is of.
const HOST: &str = "pub struct Host {
    pub a: Log,
    pub b: Log,
}

impl Host {
    fn new(name: &str) -> Host {
        let Pair { a, b } = Log::new(name).into_pair(name);
        Host { a, b }
    }
}

";

/// The trait that a method is of.
fn declaration(source: &str) -> String {
    let item: syn::ItemImpl = syn::parse_str(source).expect("an impl block");
    let methods = item.items.into_iter().filter_map(|item| match item {
        syn::ImplItem::Fn(method) => Some(method.sig),
        _ => None,
    });
    let methods: String = methods
        .map(|mut sig| {
            for input in &mut sig.inputs {
                match input {
                    syn::FnArg::Receiver(receiver) => receiver.mutability = None,
                    syn::FnArg::Typed(arg) => *arg.pat = syn::parse_quote!(_),
                }
            }
            format!("{};\n", sig.to_token_stream())
        })
        .collect();
    format!("pub trait Work {{\n{methods}}}\n\n")
}

/// The function number `index` of the batch that belongs to the seed.
pub fn function(seed: u64, index: usize, edition: u16) -> Function {
    let rng = Rng::new(seed, index as u64);
    let mut gen_ = Gen {
        rng,
        scope: Scope::default(),
        frames: Vec::new(),
        edition,
        is_async: true,
        ret: None,
        converts: false,
        straight: false,
        tail: false,
        budget: 0,
        names: 0,
        path: Vec::new(),
        generics: Vec::new(),
        prologue: String::new(),
    };
    gen_.budget = 4 + gen_.rng.below(12);
    gen_.function(&format!("f{index:04}"))
}

impl Gen {
    fn function(&mut self, name: &str) -> Function {
        let mut params = Vec::new();
        let mut args = Vec::new();
        if self.rng.chance(15) {
            let (receiver, arg) = self.receiver();
            params.push(receiver.to_owned());
            args.push(arg.to_owned());
        }
        let is_method = !params.is_empty();
        for _ in 0..self.rng.below(6) {
            let (param, arg) = self.parameter();
            params.push(param);
            args.push(arg);
        }
        let ret = self.rng.pick(&[Ty::Unit, Ty::Num, Ty::Log, Ty::Opt, Ty::Opt, Ty::Res, Ty::Res, Ty::Pair, Ty::Tup, Ty::Vec]);
        self.ret = Some(ret);
        self.converts = ret == Ty::Res && self.rng.chance(60);
        let text = if self.converts { "Result<Log, Outer>" } else { ret.text() };
        let arrow = if ret == Ty::Unit { String::new() } else { format!(" -> {text}") };
        let mut body = std::mem::take(&mut self.prologue);
        for _ in 0..self.rng.below(3) {
            body += &self.statement(Gen::let_value);
        }
        while self.budget > 0 {
            body += &self.statements(1);
        }
        let last = self.last(ret);
        let generics = match self.generics.join(", ") {
            none if none.is_empty() => none,
            some => format!("<{some}>"),
        };
        let mut source = format!("async fn {name}{generics}({}){arrow} {{\n{body}{last}\n}}\n", params.join(", "));
        source = match is_method {
            true if self.rng.chance(30) => format!("impl Work for Host {{ {source} }}\n"),
            true => format!("impl Host {{ pub {source} }}\n"),
            false => format!("pub {source}"),
        };
        Function { name: name.to_owned(), source, altered: None, args: args.join(", ") }
    }

    fn last(&mut self, ret: Ty) -> String {
        if ret == Ty::Unit {
            return String::new();
        }
        if self.rng.chance(10) {
            return format!("return {};", self.statement(|g| g.returned(ret, 2)));
        }
        self.tail = self.edition < 2024;
        let text = self.returned(ret, 2);
        self.tail = false;
        text
    }

    /// A value of the function's type.
    pub fn returned(&mut self, ret: Ty, depth: usize) -> String {
        match ret {
            Ty::Res if self.converts && self.rng.chance(80) => {
                format!("Ok({})", self.value(Ty::Log, depth))
            }
            Ty::Res if self.converts => {
                let name = self.text("fail");
                format!("Err(Outer(Fail::new({name})))")
            }
            _ => self.value(ret, depth),
        }
    }

    /// `self` in one of its forms, and the argument for it.
    fn receiver(&mut self) -> (&'static str, &'static str) {
        let (made, lent) = ("Host::new(\"self\")", "Box::leak(Box::new(Host::new(\"self\")))");
        let (text, arg, [mutable, pinned]) = self.rng.pick(&[
            ("self", made, [false, false]),
            ("mut self", made, [true, false]),
            ("&self", lent, [false, true]),
            ("&mut self", lent, [true, true]),
            ("self: Box<Self>", "Box::new(Host::new(\"self\"))", [false, true]),
            ("self: std::pin::Pin<&mut Self>", "std::pin::Pin::new(Box::leak(Box::new(Host::new(\"self\"))))", [false, true]),
        ]);
        let var = self.declare("self", Ty::Host);
        (var.mutable, var.pinned) = (mutable, pinned);
        (text, arg)
    }

    /// A parameter and the argument for it.
    fn parameter(&mut self) -> (String, String) {
        let mut name = self.name();
        if self.scope.vars.iter().any(|var| var.name == name) {
            name = format!("{name}{}", self.names);
        }
        let text = format!("\"{name}\"");
        let mutable = self.rng.chance(40);
        let prefix = if mutable { "mut " } else { "" };
        let log = format!("Log::new({text})");
        let (ty, arg) = match self.rng.below(12) {
            0 => return ("_: Log".to_owned(), log),
            10 if self.rng.chance(40) => return self.generic_parameter(&name, log),
            1 | 2 => return self.pattern_parameter(&name, log),
            3 => (Ty::Opt, format!("next({text})")),
            4 => (Ty::Vec, format!("vec![{log}, Log::new(\"second\")]")),
            5 => (Ty::Num, self.rng.below(4).to_string()),
            6 => (Ty::Bool, format!("flag({text})")),
            7 => (Ty::Ref, format!("leak({text})")),
            8 => (Ty::RefMut, format!("leak({text})")),
            9 => (Ty::Pair, format!("{log}.into_pair(\"other\")")),
            _ => (Ty::Log, log),
        };
        let var = self.declare(&name, ty);
        var.mutable = mutable && ty != Ty::RefMut;
        let prefix = if var.mutable { prefix } else { "" };
        (format!("{prefix}{name}: {}", ty.text()), arg)
    }

    /// A parameter whose type has to be named, or a lifetime that is.
    fn generic_parameter(&mut self, name: &str, log: String) -> (String, String) {
        match self.rng.below(3) {
            0 => {
                self.prologue += &format!("let mut {name}: Log = {name}.into();\n");
                self.declare(name, Ty::Log).mutable = true;
                (format!("{name}: impl Into<Log>"), log)
            }
            1 => {
                let ty = format!("T{}", self.names);
                self.prologue += &format!("let {name} = {name}.into_iter().collect::<Vec<Log>>();\n");
                self.generics.push(format!("{ty}: IntoIterator<Item = Log>"));
                self.declare(name, Ty::Vec);
                (format!("{name}: {ty}"), format!("Some({log})"))
            }
            _ => {
                let lifetime = format!("'{name}");
                // Lifetimes come before types.
                self.generics.insert(0, lifetime.clone());
                self.declare(name, Ty::RefMut);
                (format!("{name}: &{lifetime} mut Log"), format!("leak(\"{name}\")"))
            }
        }
    }

    fn pattern_parameter(&mut self, name: &str, log: String) -> (String, String) {
        if self.rng.chance(30) {
            self.declare(name, Ty::Log);
            let pattern = self.rng.pick(&["Pair { b: X, .. }: Pair", "Pair { b: X, a: _ }: Pair", "(X, _): (Log, Log)"]);
            let arg = if pattern.starts_with('P') {
                format!("{log}.into_pair(\"other\")")
            } else {
                format!("({log}, Log::new(\"second\"))")
            };
            return (pattern.replace('X', name), arg);
        }
        if self.rng.chance(50) {
            let other = format!("{name}_too");
            self.declare(name, Ty::Log);
            self.declare(&other, Ty::Log).mutable = true;
            return (format!("({name}, mut {other}): (Log, Log)"), format!("({log}, Log::new(\"second\"))"));
        }
        self.declare(name, Ty::Log);
        (format!("Pair {{ b: {name}, a: _{name}_rest }}: Pair"), format!("{log}.into_pair(\"other\")"))
    }
}
