// Which rules of Bootstrap the pages use: the words of our templates, scripts and forms, and what crispy-forms writes itself.
module.exports = {
  content: ["templates/**/*.html", "static/js/**/*.js", "{accounts,common,forums,participants,recommendations,reports}/**/*.py"],
  css: ["node_modules/bootstrap/dist/css/bootstrap.min.css", "node_modules/bootstrap/dist/css/bootstrap.rtl.min.css"],
  safelist: { standard: [/^form-/, /^btn/, /^m[tbsexy]?-[0-5]$/, /^is-(in)?valid$/, /^(in)?valid-feedback$/, /^input-group/, /^btn-check$/, /^alert/, /^mb-3$/, /^row$/, /^col/] },
};
