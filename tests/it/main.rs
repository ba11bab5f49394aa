mod check_cases;
