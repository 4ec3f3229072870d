@org.jspecify.annotations.NullMarked
package dev.reactivetoken.testing;
