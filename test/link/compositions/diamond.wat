;; Two components of the same kind call the same function of a third: their adapters share one import of it.
(component $diamond
  (component $leaf
    (core module $m
      (func (export "twice") (param i32) (result i32)
        (if (i32.eq (local.get 0) (i32.const 13)) (then unreachable))
        (i32.mul (local.get 0) (i32.const 2))))
    (core instance $i (instantiate $m))
    (func $twice (param "x" u32) (result u32) (canon lift (core func $i "twice")))
    (instance $numbers (export "twice" (func $twice)))
    (export "test:diamond/numbers@1.0.0" (instance $numbers)))
  (component $side
    (import "test:diamond/numbers@1.0.0" (instance $numbers (export "twice" (func (param "x" u32) (result u32)))))
    (core func $twice (canon lower (func $numbers "twice")))
    (core module $m
      (import "" "twice" (func $twice (param i32) (result i32)))
      (func (export "go") (param i32) (result i32)
        (i32.add (call $twice (local.get 0)) (i32.const 1))))
    (core instance $i (instantiate $m (with "" (instance (export "twice" (func $twice))))))
    (func (export "go") (param "x" u32) (result u32) (canon lift (core func $i "go"))))
  (instance $leaf (instantiate $leaf))
  (instance $left (instantiate $side (with "test:diamond/numbers@1.0.0" (instance $leaf "test:diamond/numbers@1.0.0"))))
  (instance $right (instantiate $side (with "test:diamond/numbers@1.0.0" (instance $leaf "test:diamond/numbers@1.0.0"))))
  (export "left" (func $left "go"))
  (export "right" (func $right "go")))
