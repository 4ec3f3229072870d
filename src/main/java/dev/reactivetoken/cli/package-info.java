/**
 * The command {@code rtoken}: {@code demo}, {@code token}, {@code gateway} and {@code serve}. Nothing here is public but
 * {@link dev.reactivetoken.cli.Main}; the scenarios of the demo are in {@link dev.reactivetoken.cli.demo}.
 */
@NullMarked
package dev.reactivetoken.cli;

import org.jspecify.annotations.NullMarked;
