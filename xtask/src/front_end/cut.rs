//! Takes out what the compiler cannot know to be unused.

use crate::say;
use anyhow::{Result, bail};
use std::path::PathBuf;
use walrus::{FunctionBuilder, FunctionKind, Module};

/// The name of functions that are never called, without the type that they are for.
///
/// Every type of view carries the code for taking over a page piece by piece while files arrive. `frontend`
/// takes it over in one go once the files are there, but the code is reached through a table.
const UNUSED: &str = " as tachys::view::any_view::IntoAny>::into_any::hydrate_async";

/// Empties the functions that are never called, so that the optimiser removes all that only they need.
pub fn unused<'a>(files: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let mut emptied = 0;
    for file in files {
        let mut module = Module::from_file(file)
            .map_err(|error| error.context(format!("{} is not WebAssembly", file.display())))?;
        let found = empty(&mut module);
        if 0 < found {
            std::fs::write(file, module.emit_wasm())?;
        }
        emptied += found;
    }
    if emptied == 0 {
        bail!("no function is named `…{UNUSED}`; has Leptos renamed it?");
    }
    say::note(&format!("emptied {emptied} functions that are never called"));
    Ok(())
}

fn empty(module: &mut Module) -> usize {
    let name_of = |id| module.funcs.get(id).name.as_deref().unwrap_or_default();
    let locals = module.funcs.iter_local().map(|(id, local)| (id, local.ty()));
    let unused: Vec<_> = locals.filter(|(id, _)| is_unused(name_of(*id))).collect();
    for (id, ty) in &unused {
        let (params, results) = module.types.params_results(*ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
        body.func_body().unreachable();
        let arguments = params.iter().map(|param| module.locals.add(*param)).collect();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(body.local_func(arguments));
    }
    unused.len()
}

/// The functions themselves and their bodies, which are closures. Compilers mangle names in one of two ways: here
/// they become `<T as …>::into_any::hydrate_async…` and `<_ as …>::into_any::hydrate_async::<the type>…`.
///
/// A name must stand for one function, so the compiler is told to merge none (see `SMALL` in `wasm.rs`); wasm-opt
/// does it afterwards.
fn is_unused(mangled: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(mangled));
    ["<T", "<_"].iter().any(|of| name.strip_prefix(of).is_some_and(|behind| behind.starts_with(UNUSED)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;

    const LEGACY: &str = "_ZN53_$LT$T$u20$as$u20$tachys..view..any_view..IntoAny$GT$8into_any13hydrate_async17h8fa10e5c0bea51c5E";

    #[test]
    fn the_functions_and_their_closures_are_meant_and_what_only_names_them_is_not() {
        assert!(is_unused(LEGACY));
        assert!(!is_unused(&LEGACY.replace("13hydrate_async", "5build")));
        let closure = "_ZN53_$LT$T$u20$as$u20$tachys..view..any_view..IntoAny$GT$8into_any13hydrate_async\
                       28_$u7b$$u7b$closure$u7d$$u7d$17h8fa10e5c0bea51c5E";
        assert!(is_unused(closure));
        assert!(!is_unused(
            "_ZN4core3ptr95drop_in_place$LT$tachys..view..any_view..IntoAny..into_any..hydrate_async$GT$17h8fa10e5c0bea51c5E"
        ));
    }

    #[test]
    fn what_is_never_called_is_emptied_and_nothing_else() {
        let mut module = Module::default();
        let mut add = |name: &str| {
            let mut body = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
            body.name(name.to_owned()).func_body().i32_const(1);
            let argument = module.locals.add(ValType::I32);
            body.finish(vec![argument], &mut module.funcs)
        };
        let (kept, emptied) = (add("_ZN8into_any5build17hE"), add(LEGACY));
        assert_eq!(empty(&mut module), 1);
        let first = |id| {
            let local = module.funcs.get(id).kind.unwrap_local();
            format!("{:?}", local.block(local.entry_block()).instrs.first())
        };
        assert!(first(emptied).contains("Unreachable"));
        assert!(!first(kept).contains("Unreachable"));
    }
}
