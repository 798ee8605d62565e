;; A component that lifts one core function as two functions of different types, and one that calls both.
(component
	(component $callee
		(core module $m (memory (export "memory") 1) (func (export "same") (param i32) (result i32) (local.get 0)))
		(core instance $i (instantiate $m))
		(func (export "number") (param "n" u32) (result u32) (canon lift (core func $i "same")))
		(func (export "letter") (param "c" char) (result char) (canon lift (core func $i "same"))))
	(component $caller
		(import "number" (func $number (param "n" u32) (result u32)))
		(import "letter" (func $letter (param "c" char) (result char)))
		(core func $n (canon lower (func $number)))
		(core func $l (canon lower (func $letter)))
		(core module $m
			(import "h" "n" (func $n (param i32) (result i32)))
			(import "h" "l" (func $l (param i32) (result i32)))
			(func (export "both") (result i32) (i32.add (call $n (i32.const 0xd800)) (call $l (i32.const 65)))))
		(core instance $i (instantiate $m (with "h" (instance (export "n" (func $n)) (export "l" (func $l))))))
		(func (export "both") (result u32) (canon lift (core func $i "both"))))
	(instance $callee (instantiate $callee))
	(instance $caller (instantiate $caller (with "number" (func $callee "number")) (with "letter" (func $callee "letter"))))
	(export "both" (func $caller "both")))
