@org.jspecify.annotations.NullMarked
package dev.reactivetoken.spring.boot;
