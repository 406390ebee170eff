package dev.stagedoor.cli; final class X {}
